"""Electronic invoices that the tests build themselves: one and the same in XML, PDF and OFD, and its variants."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from tests.house import ROOT

NUMBER = "25142000000012345678"
BUYER, BUYER_ID = "甲公司", "91140802MA0ABCDE15"
SELLER, SELLER_ID = "运城会展服务有限公司", "91140800MA0XYZAB1C"
FACTS = {
    "number": NUMBER,
    "day": "2025-04-01",
    "seller": SELLER,
    "seller_id": SELLER_ID,
    "buyer": BUYER,
    "buyer_id": BUYER_ID,
    "amount": "29481.13",
    "tax": "1768.87",
    "total": "31250.00",
    "kind": "02",
}
"""29 481.13 + 1 768.87 (6 %) = 31 250.00."""
EDRM = "http://www.edrm.org.cn/schema/e-invoice/2019"
OFD = "http://www.ofdspec.org/2016"
_FONT = "invoice"
Item = tuple[float, float, str]


def xml_invoice(**other: str) -> bytes:
    """A 数电票 as the tax bureau's platform gives it."""
    f = {**FACTS, **other}
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<EInvoice><Header><EIid>{f["number"]}</EIid><InherentLabel><GeneralOrSpecialVAT><LabelCode>{f["kind"]}</LabelCode>
<LabelName>x</LabelName></GeneralOrSpecialVAT></InherentLabel></Header>
<EInvoiceData><SellerInformation><SellerIdNum>{f["seller_id"]}</SellerIdNum><SellerName>{f["seller"]}</SellerName>
</SellerInformation><BuyerInformation><BuyerIdNum>{f["buyer_id"]}</BuyerIdNum><BuyerName>{f["buyer"]}</BuyerName>
</BuyerInformation><BasicInformation><TotalAmWithoutTax>{f["amount"]}</TotalAmWithoutTax>
<TotalTaxAm>{f["tax"]}</TotalTaxAm><TotalTax-includedAmount>{f["total"]}</TotalTax-includedAmount>
<RequestTime>{f["day"]} 09:00:00</RequestTime></BasicInformation>
<IssuItemInformation><ItemName>展位费</ItemName><Amount>1.00</Amount></IssuItemInformation>
<IssuItemInformation><ItemName>服务费</ItemName><Amount>2.00</Amount></IssuItemInformation></EInvoiceData>
<TaxSupervisionInfo><InvoiceNumber>{f["number"]}</InvoiceNumber><IssueTime>{f["day"]} 09:01:02</IssueTime>
</TaxSupervisionInfo></EInvoice>""".encode()


def older_xml(**other: str) -> bytes:
    """The XML attached to an older invoice, with a code and a number of eight digits."""
    f = {**FACTS, "number": "12345678", "code": "142001900104", "day": "2025年04月01日", **other}
    return f"""<?xml version="1.0" encoding="UTF-8"?><fp:eInvoice xmlns:fp="{EDRM}">
<fp:InvoiceCode>{f["code"]}</fp:InvoiceCode><fp:InvoiceNo>{f["number"]}</fp:InvoiceNo>
<fp:IssueDate>{f["day"]}</fp:IssueDate>
<fp:Buyer><fp:BuyerName>{f["buyer"]}</fp:BuyerName><fp:BuyerTaxID>{f["buyer_id"]}</fp:BuyerTaxID></fp:Buyer>
<fp:TaxInclusiveTotalAmount>{f["total"]}</fp:TaxInclusiveTotalAmount>
<fp:TaxExclusiveTotalAmount>{f["amount"]}</fp:TaxExclusiveTotalAmount><fp:TaxTotalAmount>{f["tax"]}</fp:TaxTotalAmount>
<fp:Seller><fp:SellerName>{f["seller"]}</fp:SellerName><fp:SellerTaxID>{f["seller_id"]}</fp:SellerTaxID></fp:Seller>
</fp:eInvoice>""".encode()


def face(**other: str) -> list[Item]:
    """The words of a 数电票 and their places: first the printed form, then what is typed into it."""
    f = {**FACTS, **other}
    year, month, day = f["day"].split("-")
    sides = ((12, "购买方信息"), (310, "销售方信息"))
    side = [(x, 300 - 12 * n, word) for x, words in sides for n, word in enumerate(words)]
    form = [
        (220, 360, "电子发票（普通发票）"), (430, 350, "发票号码："), (430, 335, "开票日期："),
        (30, 300, "名称："), (30, 270, "统一社会信用代码/纳税人识别号："),
        (325, 300, "名称："), (325, 270, "统一社会信用代码/纳税人识别号："),
        (30, 235, "项目名称"), (300, 235, "金 额"), (500, 235, "税 额"),
        (50, 150, "合"), (90, 150, "计"), (30, 130, "价税合计（大写）"), (420, 130, "（小写）"),
    ]  # fmt: skip
    typed = [
        (500, 150, f"¥{f['tax']}"), (470, 270, f["seller_id"]), (355, 300, f["seller"]), (60, 300, f["buyer"]),
        (490, 335, f"{year}年{month}月{day}日"), (300, 150, f"¥{f['amount']}"), (175, 270, f["buyer_id"]),
        (30, 220, "*会展服务*展位费"), (300, 220, f["amount"]), (500, 220, f["tax"]),
        (470, 130, f"¥{f['total']}"), (490, 350, f["number"]), (200, 130, "叁万壹仟贰佰伍拾圆整"),
    ]  # fmt: skip
    return [*side, *form, *typed]


def pdf(
    items: Sequence[Item], keys: Mapping[str, str] | None = None, pages: int = 1, encryption: object = None
) -> bytes:
    """A PDF with these words, and these keys among its own data. ``encryption``: a password, or as reportlab has it."""
    if _FONT not in pdfmetrics.getRegisteredFontNames():
        pdfmetrics.registerFont(TTFont(_FONT, str(ROOT / "resources" / "fonts" / "NotoSansSC-Regular.ttf")))
    out = BytesIO()
    canvas = Canvas(out, pagesize=(609, 394), encrypt=encryption)
    for _ in range(pages):
        canvas.setFont(_FONT, 9)
        for x, y, words in items:
            canvas.drawString(x, y, words)
        canvas.showPage()
    if keys:
        _put_keys(canvas, keys)
    canvas.save()
    return out.getvalue()


def _put_keys(canvas: Canvas, keys: Mapping[str, str]) -> None:
    """Write keys of one's own into the information dictionary, which the canvas has no call for."""
    from reportlab.pdfbase.pdfdoc import PDFString

    info = canvas._doc.info
    plain = info.format

    def with_keys(document: object) -> bytes:
        words = b"".join(b"/" + key.encode() + b" " + PDFString(text).format(document) for key, text in keys.items())
        written: bytes = plain(document)
        return written[: written.rindex(b">>")] + words + b" >>"

    info.format = with_keys


PDF_KEYS = {
    "InvoiceNumber": NUMBER,
    "IssueTime": "2025-04-01",
    "SellerIdNum": SELLER_ID,
    "TotalAmWithoutTax": "29481.13",
    "TotalTaxAm": "1768.87",
    "TotalTax-includedAmount": "31250.00",
}


def archive(members: Mapping[str, bytes | str]) -> bytes:
    """A zip of these members."""
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as made:
        for name, content in members.items():
            made.writestr(name, content)
    return out.getvalue()


def ofd_root(data: Mapping[str, str] | None = None) -> str:
    """``OFD.xml``, with custom data."""
    custom = "".join(f'<ofd:CustomData Name="{name}">{text}</ofd:CustomData>' for name, text in (data or {}).items())
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><ofd:OFD xmlns:ofd="{OFD}" DocType="OFD" Version="1.1"><ofd:DocBody>'
        f"<ofd:DocInfo><ofd:CustomDatas>{custom}</ofd:CustomDatas></ofd:DocInfo>"
        f"<ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>"
    )


CUSTOM = {
    "发票代码": "142001900104",
    "发票号码": "12345678",
    "开票日期": "2025年04月01日",
    "合计金额": "29481.13",
    "合计税额": "1768.87",
    "销售方纳税人识别号": SELLER_ID,
    "购买方纳税人识别号": BUYER_ID,
}


def attached_ofd(invoice: bytes | None = None) -> bytes:
    """An OFD with the invoice attached as XML."""
    return archive({"OFD.xml": ofd_root(), "Doc_0/Attachs/original_invoice.xml": invoice or older_xml()})


def custom_ofd(**other: str) -> bytes:
    """An OFD whose root names the fields."""
    return archive({"OFD.xml": ofd_root({**CUSTOM, **other}), "Doc_0/Document.xml": "<ofd/>"})


def tagged_ofd() -> bytes:
    """An OFD whose tags point to the words on the page."""
    words = {
        "11": "25142000000012345678", "12": "2025年04月01日", "13": "甲公司", "14": BUYER_ID, "15": "运城会展服务",
        "16": "有限公司", "17": SELLER_ID, "18": "¥29481.13", "19": "¥1768.87", "20": "¥31250.00",
        "21": "电子发票（增值税专用发票）",
    }  # fmt: skip
    tags = {
        "InvoiceNo": "11", "IssueDate": "12", "BuyerName": "13", "BuyerTaxID": "14", "SellerName": "15 16",
        "SellerTaxID": "17", "TaxExclusiveTotalAmount": "18", "TaxTotalAmount": "19", "TaxInclusiveTotalAmount": "20",
    }  # fmt: skip
    page = "".join(
        f'<ofd:TextObject ID="{number}"><ofd:TextCode X="0" Y="3">{text}</ofd:TextCode></ofd:TextObject>'
        for number, text in words.items()
    )
    tag = ""
    for name, numbers in tags.items():
        references = "".join(f'<ofd:ObjectRef PageRef="1">{number}</ofd:ObjectRef>' for number in numbers.split())
        tag += f"<{name}>{references}</{name}>"
    page = f'<ofd:Page xmlns:ofd="{OFD}"><ofd:Content>{page}</ofd:Content></ofd:Page>'
    return archive(
        {
            "OFD.xml": ofd_root(),
            "Doc_0/Pages/Page_0/Content.xml": page,
            "Doc_0/Tags/CustomTag.xml": f'<eInvoice xmlns:ofd="{OFD}">{tag}</eInvoice>',
        }
    )
