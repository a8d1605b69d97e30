"""Judges e-invoices by the official rules: the UBL 2.1 and CII D16B schemas (lxml) and the EN 16931 Schematron of each (Saxon).

Reads {"schema": dir, "rules": file, "ciiSchema": file, "ciiRules": file, "toXslt": script, "documents": [xml], "units": [file]} from stdin and writes
{"documents": [{"schema": [...], "failed": [...]}], "units": {file: [{"success", "error", "failed"}]}} to stdout.
"""
import json
import subprocess
import sys

from lxml import etree
from saxonche import PySaxonProcessor

VEFA = "{http://difi.no/xsd/vefa/validator/1.0}"


def main() -> None:
    asked = json.load(sys.stdin)
    def compiled(rules: str) -> str:
        return subprocess.run([sys.executable, asked["toXslt"], rules], check=True, capture_output=True, text=True).stdout

    schemas = {kind: etree.XMLSchema(etree.parse(f"{asked['schema']}/maindoc/UBL-{kind}-2.1.xsd")) for kind in ("Invoice", "CreditNote")}
    schemas["CrossIndustryInvoice"] = etree.XMLSchema(etree.parse(asked["ciiSchema"]))
    with PySaxonProcessor(license=False) as saxon:
        ubl = saxon.new_xslt30_processor().compile_stylesheet(stylesheet_text=compiled(asked["rules"]))
        cii = saxon.new_xslt30_processor().compile_stylesheet(stylesheet_text=compiled(asked["ciiRules"]))

        def failed(xml: str) -> list[str]:
            rules = cii if "CrossIndustryInvoice" in xml[:300] else ubl
            report = etree.fromstring(rules.transform_to_string(xdm_node=saxon.parse_xml(xml_text=xml)).encode())
            return [found.get("id") for found in report.iter("failed")]

        def judged(xml: str) -> dict:
            tree = etree.fromstring(xml.encode())
            schema = schemas[etree.QName(tree).localname]
            return {"schema": [] if schema.validate(tree) else [error.message for error in schema.error_log], "failed": failed(xml)}

        def unit(path: str) -> list[dict]:
            cases = []
            for test in etree.parse(path).getroot().iter(f"{VEFA}test"):
                said = test.find(f"{VEFA}assert")
                invoice = next(child for child in test if child is not said and isinstance(child.tag, str))
                rule = lambda kind: [found.text.strip() for found in said.iter(f"{VEFA}{kind}")]
                cases.append({"success": rule("success"), "error": rule("error"), "failed": failed(etree.tostring(invoice, encoding="unicode"))})
            return cases

        json.dump({"documents": [judged(xml) for xml in asked["documents"]], "units": {path: unit(path) for path in asked["units"]}}, sys.stdout)


main()
