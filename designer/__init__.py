"""Networks: drawn, checked, written as code."""
