"""Frozen reports as files: for reading (HTML, PDF), for counting (CSV, XLSX, Parquet, JSON), for finding (DCAT)."""
