"""``ycdesk --self-test``: whether this installation works, from the policy package to a painted window.

Everything happens in a temporary folder. A line a check; the exit status is 1 where one does not hold. Known awards
stand in ``resources/self_test.json``, worked out by hand from the text of the policy.
"""

from __future__ import annotations

import json
import os
import pkgutil
import sys
import tempfile
from collections.abc import Callable
from decimal import Decimal
from importlib import import_module
from pathlib import Path
from time import monotonic

from ui import about
from ycdesk.domain.record import beijing_now
from ycdesk.paths import policy_folders, resources

RARE = chr(0x20BB7) + chr(0x2A6A5) + chr(0x2C35B)  # 𠮷 and two more: on paper, not in the face of the screen
"""Characters that only HanaMinB has."""
_MEASURES = 15
_LONGEST = 60
"""Seconds for the window to appear and to open its data."""


class Amiss(Exception):
    """A check does not hold; the text is a Chinese sentence."""


def run(arguments: list[str]) -> int:
    """All checks, each by itself; the exit status. ``arguments`` are the program's, for Qt."""
    shared = os.environ.pop("YCDESK_DATABASE_URL", "").strip()
    if sys.platform.startswith("linux") and not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    checks: list[tuple[str, Callable[[Path], str]]] = [
        ("政策包", _policy),
        ("十五项措施", awards),
        ("数据库", lambda folder: _database(folder, "")),
        ("字体和 PDF", _pdf),
        ("Excel 表格", _workbook),
        ("窗口", lambda folder: _window(folder, arguments)),
        ("程序模块", _modules),  # last: the tour is one of them, and wants no real screen
    ]
    if shared:
        checks.append(("共用数据库", lambda folder: _database(folder, shared)))
    failed = [name for name, check in checks if not holds(name, check)]
    _say(f"自检没有通过：{'、'.join(failed)}。" if failed else "自检通过。")
    return 1 if failed else 0


def holds(name: str, check: Callable[[Path], str]) -> bool:
    """Make one check in a data folder of its own, and say how it came out."""
    with tempfile.TemporaryDirectory(prefix="ycdesk-", ignore_cleanup_errors=True) as folder:
        os.environ["YCDESK_HOME"] = folder
        try:
            _say(f"通过　　{name}：{check(Path(folder))}")
        except Exception as error:
            _say(f"没通过　{name}：{error}" if isinstance(error, Amiss) else f"没通过　{name}：{error!r}")
            return False
    return True


def _say(line: str) -> None:
    if sys.stdout is not None:  # the window's program has none on Windows: there the exit status says it all
        sys.stdout.write(line + "\n")
        sys.stdout.flush()


def _require(holds: object, sentence: str) -> None:
    if not holds:
        raise Amiss(sentence)


def _modules(_folder: Path) -> str:
    """Every module can be imported, and with it every library; the versions are known."""
    import ui
    import ycdesk

    number = 0
    for package in (ycdesk, ui):
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            import_module(module.name)
            number += 1
    unknown = [name for name in ("ycdesk", *(each[0] for each in about.LICENCES)) if not about.version_of(name)]
    _require(not unknown, f"不知道版本：{'、'.join(unknown)}")
    return f"{number} 个模块，版本 {about.version_of('ycdesk')}"


def _policy(_folder: Path) -> str:
    from ycdesk.calculation import load_package

    packages = [load_package(folder) for folder in policy_folders()]
    _require(len(packages[0].measures) == _MEASURES, f"措施应为 {_MEASURES} 项，读出 {len(packages[0].measures)} 项")
    return "、".join(f"{package.id} 版本 {package.version}" for package in packages)


def awards(_folder: Path) -> str:
    """A case of each measure comes to the amount that is known for it."""
    from ycdesk.calculation import load_package
    from ycdesk.services.assessing import answer

    package = load_package(policy_folders()[0])
    known = json.loads((resources() / "self_test.json").read_text("utf-8"))
    for each in known:
        measure, found = each["case"]["measure"], answer(each["case"], package).as_dict()
        _require(found["amount"] == each["amount"], f"{measure} 应为 {each['amount']} 元，算出 {found['amount']} 元")
    _require({each["case"]["measure"] for each in known} == set(package.measures), "有的措施没有已知的金额可以核对")
    return f"{len(known)} 件的金额与已知的一致"


def _database(folder: Path, url: str) -> str:
    """A database is made, or brought up to date, and read; an office's first person can sign in."""
    from ycdesk.services.office import open_office
    from ycdesk.services.people import first_start, list_people, sign_in

    office = open_office(url or None, home=folder)
    try:
        if not url:
            first_start(office, "运城市商务局", "自检", "zijian", "zijian-2024", True)
            sign_in(office, "zijian", "zijian-2024")
        return f"{office.engine.dialect.name}，人员 {len(list_people(office))} 名"
    finally:
        office.close()


def _pdf(folder: Path) -> str:
    """A page in the faces of the papers, with characters of the rare face, written and read back."""
    import pypdfium2

    from ycdesk.services.papers.faces import bundled_faces
    from ycdesk.services.papers.pdf import About, write_pdf
    from ycdesk.services.papers.render import page_image
    from ycdesk.services.papers.sheet import Page

    text = f"运城市商务局审批单{RARE}"
    page = Page()
    for y, face in ((100.0, bundled_faces().body), (140.0, bundled_faces().title)):
        page.centred(text, face, 16, y)
    file = folder / "自检.pdf"
    file.write_bytes(write_pdf([page], About("自检", "", "ycdesk")))
    document = pypdfium2.PdfDocument(file)
    read = document[0].get_textpage().get_text_range()
    document.close()
    _require(read.split() == [text, text], f"PDF 里的字读回来是“{read}”")
    image = page_image(file.read_bytes(), 0, 96)
    _require(len(set(image.data)) > 1, "PDF 的页面画出来是空白")
    return f"{file.stat().st_size // 1024} KB，罕用字 {RARE} 读回一致"


def _workbook(folder: Path) -> str:
    """A table written as the exports are, read back as the imports are."""
    from ycdesk.services.sheets.exporting.table import Column, Look, Table
    from ycdesk.services.sheets.exporting.table_writer import write_tables
    from ycdesk.services.sheets.reading import read_book

    rows = [(f"运城{RARE}商行", Decimal("48000.01")), ("=1+1", Decimal("0.02"))]
    table = Table("自检", "自检", (Column("单位"), Column("金额（元）", Look.MONEY, summed=True)), rows)
    file = folder / "自检.xlsx"
    file.write_bytes(write_tables([table], "运城市商务局", beijing_now()))
    [sheet] = read_book(file).sheets
    cells = {f"{cell:.2f}" if isinstance(cell, float) else cell for row in sheet.rows for cell in row}
    missing = [cell for row in rows for cell in map(str, row) if cell not in cells]
    _require(not missing, f"Excel 表格读回来没有 {'、'.join(missing)}")
    return f"{file.stat().st_size // 1024} KB，文字和金额读回一致"


def _window(folder: Path, arguments: list[str]) -> str:
    """The first window is painted in the bundled face, and its office opens behind it."""
    from PySide6.QtCore import QCoreApplication, QEventLoop
    from PySide6.QtGui import QFontInfo, QImageReader

    from ui import fonts, icons, main
    from ui.app import Program
    from ycdesk.settings import read_settings

    app = main.prepare(arguments[:1])
    program = Program(app, folder, read_settings(folder))
    painted: list[bool] = []
    program.door.painted.connect(lambda: painted.append(True))
    program.start()
    until = monotonic() + _LONGEST
    while not (painted and program.office is not None) and monotonic() < until:
        app.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 50)
    try:
        _require(painted, "窗口没有画出来")
        _require(program.office is not None, "窗口后面的数据没有打开")
        image = program.door.grab().toImage()
        colours = {image.pixel(x, y) for x in range(0, image.width(), 3) for y in range(0, image.height(), 3)}
        _require(len(colours) > 9, "窗口是空白的")
        face = QFontInfo(fonts.body_font()).family()
        _require(face == fonts.FAMILY, f"界面字体应为 {fonts.FAMILY}，实际是 {face}")
        _require(not icons.application_icon().pixmap(32, 32).isNull(), "图标画不出来")
        _require(QCoreApplication.translate("QPlatformTheme", "Cancel") == "取消", "Qt 的中文没有装上")
        formats = {bytes(each.data()).decode() for each in QImageReader.supportedImageFormats()}
        _require({"svg", "png", "jpeg"} <= formats, f"只能读这些图片：{'、'.join(sorted(formats))}")
    finally:
        program.close()
        program.door.hide()
    return f"{app.platformName()}，{image.width()} × {image.height()}"
