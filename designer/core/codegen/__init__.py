"""The plan written as Python: script, notebook, and a zip with the data. This package itself imports nothing of Keras; its modules do."""
