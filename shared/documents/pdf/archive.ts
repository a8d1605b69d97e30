/**
 * PDF/A-3 (ISO 19005-3): a file that needs nothing beside itself, for the ten years that an invoice is kept; and Factur-X, which
 * is that with the invoice as XML inside. pdfkit has the marks of PDF/A too, but reads its colour profile from a disk that a
 * function does not have.
 */
import type { Hybrid } from '../profiles.ts';

export interface Attachment extends Hybrid {
  readonly bytes: Uint8Array;
}

/** What pdfkit has and its types do not tell. */
interface Doc {
  ref(data: object): { write(bytes: Uint8Array): void; end(): void };
  appendXML(xml: string): void;
  readonly _root: { readonly data: Record<string, unknown> };
}

/** Colours mean what the profile says: ISO 19005-3 §6.2.4.3 wants it in the file. */
export const archived = (
  doc: PDFKit.PDFDocument,
  profile: Uint8Array,
  day: Date,
  attachment: Attachment | undefined,
): void => {
  const own = doc as unknown as Doc;
  const colours = own.ref({ N: 3 });
  colours.write(profile);
  colours.end();
  const intent = own.ref({
    Type: 'OutputIntent',
    S: 'GTS_PDFA1',
    // pdfkit writes a String as a string, and a string as a name.
    OutputConditionIdentifier: new String('sRGB IEC61966-2.1'),
    DestOutputProfile: colours,
  });
  intent.end();
  own._root.data['OutputIntents'] = [intent];
  own.appendXML(
    described('xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/"', {
      'pdfaid:part': '3',
      'pdfaid:conformance': 'A',
    }),
  );
  own.appendXML(
    described('xmlns:xmp="http://ns.adobe.com/xap/1.0/"', {
      'xmp:ModifyDate': `${day.toISOString().slice(0, 19)}Z`,
    }),
  );
  if (!attachment) return;
  doc.file(Buffer.from(attachment.bytes), {
    name: attachment.name,
    type: 'text/xml',
    description: 'The invoice by EN 16931, as UN/CEFACT CII',
    creationDate: day,
    modifiedDate: day,
    relationship: 'Alternative',
  } as never);
  own.appendXML(EXTENSION);
  own.appendXML(
    described(`xmlns:fx="${FACTUR_X}"`, {
      'fx:DocumentType': 'INVOICE',
      'fx:DocumentFileName': attachment.name,
      'fx:Version': attachment.version,
      'fx:ConformanceLevel': attachment.level,
    }),
  );
};

const FACTUR_X = 'urn:factur-x:pdfa:CrossIndustryDocument:invoice:1p0#';

const described = (namespace: string, properties: Readonly<Record<string, string>>): string =>
  `<rdf:Description rdf:about="" ${namespace}>${inner(properties)}</rdf:Description>`;
const inner = (properties: Readonly<Record<string, string>>): string =>
  Object.entries(properties)
    .map(([name, value]) => `<${name}>${value}</${name}>`)
    .join('');

/** XMP may hold names that PDF/A does not know only where the file itself declares them (ISO 19005-3 §6.6.2.3). */
const property = (name: string, description: string): string =>
  `<rdf:li rdf:parseType="Resource">${inner({
    'pdfaProperty:name': name,
    'pdfaProperty:valueType': 'Text',
    'pdfaProperty:category': 'external',
    'pdfaProperty:description': description,
  })}</rdf:li>`;
const EXTENSION = `<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/" xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#"><pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">${inner(
  {
    'pdfaSchema:schema': 'Factur-X PDFA Extension Schema',
    'pdfaSchema:namespaceURI': FACTUR_X,
    'pdfaSchema:prefix': 'fx',
  },
)}<pdfaSchema:property><rdf:Seq>${[
  property('DocumentFileName', 'Name of the embedded XML file'),
  property('DocumentType', 'Kind of the embedded document'),
  property('Version', 'Version of the standard'),
  property('ConformanceLevel', 'Profile of the embedded XML'),
].join('')}</rdf:Seq></pdfaSchema:property></rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>`;
