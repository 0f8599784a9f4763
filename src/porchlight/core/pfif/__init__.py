"""PFIF 1.4, in which registries of missing people exchange records: values, writing, reading."""
