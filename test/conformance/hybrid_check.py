"""What strangers' readers make of hybrid PDFs: qpdf (pikepdf) of structure, attachment and metadata, PDFium of the printed text.

Takes paths, writes [{"problems": [...], "files": {name: {"relationship", "text"}}, "facturx": {property: value}, "printed": text}] to stdout.
"""
import json
import sys

import pikepdf
import pypdfium2

FX = "{urn:factur-x:pdfa:CrossIndustryDocument:invoice:1p0#}"


def told(path: str) -> dict:
    with pikepdf.open(path) as pdf:
        problems = pdf.check_pdf_syntax()
        files = {
            name: {"relationship": str(spec.relationship), "text": spec.get_file().read_bytes().decode()}
            for name, spec in pdf.attachments.items()
        }
        with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as metadata:
            facturx = {name.removeprefix(FX): value for name, value in metadata.items() if name.startswith(FX)}
    printed = "\n".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(path))
    return {"problems": list(problems), "files": files, "facturx": facturx, "printed": printed}


json.dump([told(path) for path in sys.argv[1:]], sys.stdout)
