"""Templates: the form that people fill in, as a workbook, YAML, a folder of CSV files or JSON.

All four are read into one `Form`, from which records are made. What the form asks stands in
`form.yaml` alone.
"""
