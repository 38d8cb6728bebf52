"""How the catalogue is read from the installed Keras; `designer.core.catalog_reader` puts the parts together."""
