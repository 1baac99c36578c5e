"""Review at the edge: the log in `local.db`, what readers may do, and what each may see."""
