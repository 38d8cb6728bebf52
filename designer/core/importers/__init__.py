"""Files and programs of others -> documents. Nothing that is read is ever executed."""
