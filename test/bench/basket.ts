/** An order of three lines, two rates of tax. */
export const basket = (customerId: string, sourceOrderId: string) => ({
  source: 'shop',
  sourceOrderId,
  customer: { id: customerId },
  currency: 'EUR',
  lines: [
    { sku: 'TEA-1', description: 'Assam, 250 g', quantity: '6', unitPrice: '8.125', taxClass: 'reduced' },
    { sku: 'POT-2', description: 'Teapot, 1 l', quantity: '2', unitPrice: '24.90', taxClass: 'standard' },
    { sku: 'BOX-3', description: 'Gift box', quantity: '1', unitPrice: '4.50', taxClass: 'standard' },
  ],
});
