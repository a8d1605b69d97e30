/** Mappings that come with the product, each with a payload of its kind: to be used as they are, or to begin with. */
import type * as z from 'zod';
import type { PresetName } from './intake.ts';
import { SAMPLES } from './samples.ts';

export interface Preset {
  readonly name: z.infer<typeof PresetName>;
  readonly description: string;
  readonly mapping: string;
  readonly sample: Readonly<Record<string, unknown>>;
}

/**
 * What a shop's discount or gross price would make of an invoice is money: what cannot be taken over exactly is refused with its
 * reason, and stands in the inbox.
 */
const SHOPIFY = `(
  $taxClass := function($line) { (
    $rate := $number($line.tax_lines[0].rate);
    $line.taxable = false or $not($exists($line.tax_lines[0])) or $rate = 0 ? 'zero' : $rate >= 0.15 ? 'standard' : 'reduced'
  ) };
  $day := function($at) { $substringBefore($at, 'T') };
  $isShipment := $exists(order_id) and $exists(line_items) and $not($exists(refund_line_items));
  $isRefund := $exists(refund_line_items);
  $isShipment ? {
    'status': status = 'cancelled' ? undefined : {
      'sourceOrderId': $string(order_id),
      'state': shipment_status = 'delivered' ? 'delivered' : 'shipped',
      'reference': $string(id),
      'on': $day(shipment_status = 'delivered' ? updated_at : created_at),
      'lines': [line_items.{ 'sku': sku, 'quantity': quantity }]
    }
  } : $isRefund ? {
    'status': {
      'sourceOrderId': $string(order_id),
      'state': 'returned',
      'reference': $string(id),
      'on': $day(created_at),
      'lines': [refund_line_items.{ 'sku': line_item.sku, 'quantity': quantity }]
    }
  } : cancelled_at ? {
    'status': {
      'sourceOrderId': $string(id),
      'state': 'cancelled',
      'reference': 'cancelled',
      'reason': cancel_reason ? 'The shop says: ' & cancel_reason : 'Cancelled in the shop'
    }
  } : (
    $assert($not(taxes_included = true), 'its prices include tax, and ours are net');
    $assert($not($number(total_discounts) > 0), 'it has discounts, which are not taken over');
    $who := billing_address ? billing_address : shipping_address;
    $language := $substring(customer_locale, 0, 2);
    {
      'customer': {
        'externalId': $string(customer.id),
        'profile': {
          'name': $who.company ? $who.company : $who.name,
          'address': {
            'line1': $who.address1,
            'line2': $who.address2 ? $who.address2,
            'postalCode': $who.zip,
            'city': $who.city,
            'country': $who.country_code
          },
          'emails': [email ? email : customer.email],
          'language': $language in ['de', 'fr', 'es', 'it', 'nl'] ? $language : 'en',
          'currency': currency
        }
      },
      'order': {
        'sourceOrderId': $string(id),
        'currency': currency,
        'poNumber': po_number ? po_number,
        'lines': $append(
          [line_items.{
            'sku': sku ? sku : $string(variant_id),
            'description': variant_title ? title & ', ' & variant_title : title,
            'quantity': quantity,
            'unitPrice': price,
            'taxClass': $taxClass($)
          }],
          [shipping_lines[$number(price) > 0].{
            'sku': 'SHIPPING',
            'description': title,
            'quantity': 1,
            'unitPrice': price,
            'taxClass': $taxClass($)
          }]
        )
      }
    }
  )
)`;

const WOOCOMMERCE = `(
  $classes := { '': 'standard', 'standard': 'standard', 'reduced-rate': 'reduced', 'zero-rate': 'zero' };
  $id := $string(id);
  status in ['pending', 'failed', 'checkout-draft', 'trash'] ? undefined :
  status = 'cancelled' ? {
    'status': { 'sourceOrderId': $id, 'state': 'cancelled', 'reference': 'cancelled', 'reason': 'Cancelled in the shop' }
  } :
  status = 'refunded' ? { 'status': { 'sourceOrderId': $id, 'state': 'returned', 'reference': 'refunded' } } :
  {
    'customer': {
      'externalId': customer_id > 0 ? $string(customer_id) : 'guest-' & $id,
      'profile': {
        'name': billing.company ? billing.company : billing.first_name & ' ' & billing.last_name,
        'address': {
          'line1': billing.address_1,
          'line2': billing.address_2 ? billing.address_2,
          'postalCode': billing.postcode,
          'city': billing.city,
          'country': billing.country
        },
        'emails': [billing.email],
        'currency': currency
      }
    },
    'order': {
      'sourceOrderId': $id,
      'currency': currency,
      'lines': $append(
        [line_items.{
          'sku': sku ? sku : $string(product_id),
          'description': name,
          'quantity': quantity,
          'unitPrice': quantity = 1 ? total : price,
          'taxClass': $lookup($classes, tax_class)
        }],
        [shipping_lines[$number(total) > 0].{
          'sku': 'SHIPPING', 'description': method_title, 'quantity': 1, 'unitPrice': total, 'taxClass': 'standard'
        }]
      )
    },
    'status': status = 'completed' ? {
      'sourceOrderId': $id,
      'state': 'shipped',
      'reference': 'completed',
      'on': $substringBefore(date_completed, 'T')
    }
  }
)`;

const EDI = `(
  $lines := function($all) { [$all.{ 'sku': article, 'quantity': quantity }] };
  messageType = 'ORDERS' ? {
    'customer': {
      'externalId': buyer.gln,
      'profile': {
        'name': buyer.name,
        'address': {
          'line1': buyer.street, 'postalCode': buyer.postalCode, 'city': buyer.city, 'country': buyer.country
        },
        'vatId': buyer.vatId ? buyer.vatId,
        'emails': [buyer.invoiceEmail],
        'currency': currency
      }
    },
    'order': {
      'sourceOrderId': orderNumber,
      'poNumber': orderNumber,
      'currency': currency,
      'lines': [lines.{
        'sku': article,
        'description': description,
        'quantity': quantity,
        'unit': unit = 'PCE' ? 'C62' : unit,
        'unitPrice': netPrice,
        'taxClass': vatRate = 0 ? 'zero' : vatRate < 15 ? 'reduced' : 'standard'
      }]
    }
  } :
  messageType = 'DESADV' ? { 'status': {
    'sourceOrderId': orderNumber, 'state': 'shipped', 'reference': despatchNumber, 'on': despatchDate, 'lines': $lines(lines)
  } } :
  messageType = 'RECADV' ? { 'status': {
    'sourceOrderId': orderNumber, 'state': 'delivered', 'reference': receiptNumber, 'on': receiptDate, 'lines': $lines(lines)
  } } :
  messageType = 'RETANN' ? { 'status': {
    'sourceOrderId': orderNumber, 'state': 'returned', 'reference': returnNumber, 'on': returnDate, 'lines': $lines(lines)
  } } :
  messageType = 'ORDCHG' and action = 'CANCEL' ? { 'status': {
    'sourceOrderId': orderNumber, 'state': 'cancelled', 'reference': 'cancelled', 'reason': 'Cancelled by ORDCHG'
  } } :
  $error('there is no mapping for ' & messageType)
)`;

export const PRESETS: readonly Preset[] = [
  {
    name: 'shopify',
    description:
      'Orders, fulfilments, cancellations and refunds as Shopify’s webhooks have them; net prices.',
    mapping: SHOPIFY,
    sample: SAMPLES.shopify,
  },
  {
    name: 'woocommerce',
    description: 'Orders of WooCommerce’s webhooks: taken when paid, delivered when completed.',
    mapping: WOOCOMMERCE,
    sample: SAMPLES.woocommerce,
  },
  {
    name: 'edi',
    description:
      'EDIFACT’s ORDERS, DESADV, RECADV, RETANN and ORDCHG as an EDI converter writes them in JSON.',
    mapping: EDI,
    sample: SAMPLES.edi,
  },
];
