"""The countries of a policy package: a CSV with the groups each belongs to, and from when to when."""

from __future__ import annotations

import csv
import io
from datetime import date

from ycdesk.calculation.problems import PackageError
from ycdesk.calculation.rules import Country, Zone

_FOREVER = date.max
_EVER = date.min
_ZONES: dict[str, Zone] = {"国内": "domestic", "港澳台": "hmt", "亚洲": "asia", "洲际": "beyond"}


def read_countries(text: str, file: str) -> dict[str, Country]:
    """The countries by alpha-2 code, from the text of a CSV. Raises PackageError with file, line and reason."""
    countries: dict[str, Country] = {}
    line = 1
    table = csv.DictReader(io.StringIO(text, newline=""))
    try:
        for row in table:
            line = table.line_num
            if None in row.values():
                raise PackageError(f"政策包文件 {file} 第 {line} 行有误：列数不够。")
            countries[row["alpha2"]] = _country(row)
    except KeyError as error:
        wrong = f"缺少这一列，或者不认识「{error.args[0]}」"
        raise PackageError(f"政策包文件 {file} 第 {line} 行有误：{wrong}。") from error
    except (ValueError, csv.Error) as error:
        raise PackageError(f"政策包文件 {file} 第 {line} 行有误：日期应写成 2025-04-15 的样子。") from error
    if not countries:
        raise PackageError(f"政策包文件 {file} 里没有任何国家和地区。")
    return countries


def _country(row: dict[str, str]) -> Country:
    def span(flag: str, name: str) -> tuple[date, date] | None:
        if row[flag] != "1":
            return None
        start, end = row[f"{name}_from"], row[f"{name}_to"]
        return (date.fromisoformat(start) if start else _EVER, date.fromisoformat(end) if end else _FOREVER)

    return Country(
        alpha2=row["alpha2"],
        name=row["name_zh"],
        zone=_ZONES[row["flight_zone"]],
        aliases=tuple(alias for alias in row["aliases_zh"].split("|") if alias),
        rcep=span("rcep", "rcep"),
        bri=span("bri", "bri"),
        silk=span("silk_road_ecommerce", "silk"),
        bri_sure=row["bri_certainty"] != "unsure",
        silk_sure=row["silk_certainty"] != "unsure",
        zone_sure=row["flight_zone_certainty"] != "unsure",
    )
