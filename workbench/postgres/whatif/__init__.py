"""The engines that price a statement under indexes that are not there: one protocol, `workbench.indexes.whatif`."""
