"""What strangers' readers make of finance's files: openpyxl of XLSX, DuckDB of Parquet, JSON Lines and CSV.

Takes paths, writes [{"columns": {name: type}, "rows": [[…]], …}] to stdout; `--ageing <journal.parquet> <day>` asks ageing.sql instead,
`--lake <folder>` reads the lake by its folders.
"""
import datetime
import decimal
import json
import pathlib
import sys

import duckdb
import openpyxl


def plain(value):
    if isinstance(value, (datetime.datetime, datetime.date)):
        return value.isoformat()[:10]
    return float(value) if isinstance(value, decimal.Decimal) else value


def sheets(path: str) -> dict:
    book = openpyxl.load_workbook(path)
    first = book.worksheets[0]
    rows = list(first.iter_rows())
    about = [[cell.value for cell in row] for row in book["About"].iter_rows()]
    return {
        "sheets": book.sheetnames,
        "frozen": first.freeze_panes,
        "filtered": first.auto_filter.ref,
        "about": about,
        "columns": [cell.value for cell in rows[0]],
        "rows": [[plain(cell.value) for cell in row] for row in rows[1:]],
        # s text, n number, d day; f would be a formula.
        "types": [[None if cell.value is None else cell.data_type for cell in row] for row in rows[1:]],
        "formats": [[cell.number_format for cell in row] for row in rows[1:]],
    }


def table(path: str) -> dict:
    read = {".parquet": "read_parquet", ".jsonl": "read_json", ".csv": "read_csv"}[pathlib.Path(path).suffix]
    more = {"read_csv": ", all_varchar = true", "read_json": ", format = 'newline_delimited'"}.get(read, "")
    found = duckdb.sql(f"SELECT * FROM {read}('{path}'{more})")
    columns = {name: str(kind) for name, kind in zip(found.columns, found.types)}
    told = {"columns": columns, "rows": [[plain(value) for value in row] for row in found.fetchall()]}
    if read == "read_parquet":
        meta = duckdb.sql(f"SELECT key, value FROM parquet_kv_metadata('{path}')").fetchall()
        told["about"] = [[key.decode(), value.decode()] for key, value in meta]
        chunks = f"SELECT DISTINCT encodings FROM parquet_metadata('{path}') WHERE path_in_schema = 'currency'"
        told["encodings"] = [encodings for (encodings,) in duckdb.sql(chunks).fetchall()]
    return told


def lake(folder: str) -> list:
    lines = f"read_parquet('{folder}/**/*.parquet', hive_partitioning = true, hive_types_autocast = false)"
    return duckdb.sql(f"""
        SELECT legal_entity, month, entry, line, account_code, currency,
               coalesce(debit_minor, 0) - coalesce(credit_minor, 0), strftime(booked_on, '%Y-%m'), committed_at
        FROM {lines} ORDER BY entry, line
    """).fetchall()


if sys.argv[1] == "--lake":
    answer = lake(sys.argv[2])
elif sys.argv[1] == "--ageing":
    query = pathlib.Path(__file__).with_name("ageing.sql").read_text()
    answer = duckdb.execute(query, {"journal": sys.argv[2], "day": sys.argv[3]}).fetchall()
else:
    answer = [sheets(path) if path.endswith(".xlsx") else table(path) for path in sys.argv[1:]]
json.dump(answer, sys.stdout)
