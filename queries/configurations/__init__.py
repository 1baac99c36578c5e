"""Which combinations of conditions go with a result: qualitative comparative analysis (QCA).

Crisp sets and fuzzy ones, conservative and parsimonious, with all tied models, behind a guard that
says where so few cases show no more than chance would. Nothing here is a claim about causes.
"""
