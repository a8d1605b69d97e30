/** What the checks look at of messages from partners and to them. */
/** A partner's message in the inbox. */
export interface Message {
  readonly id: string;
  readonly source: string;
  readonly state: string;
  readonly receivedAt: string;
  readonly at: string;
  readonly awaits?: string;
  readonly orderId?: string;
}
export interface Endpoint {
  readonly id: string;
  readonly state: string;
}
export interface Delivery {
  readonly id: string;
  readonly endpointId: string;
  readonly state: string;
  readonly sequence?: string;
  readonly at: string;
}
/** What waits for an endpoint about one thing. */
export interface WebhookLine {
  readonly endpointId: string;
  readonly subject: string;
  readonly waiting: readonly string[];
  readonly nextAt: string;
  readonly last?: string;
}
