/** Mails to readers: what they look like, and that each leaves once, whatever breaks. */
export { type ComposedMail, composeMail, type House, type Mail, type MailBlock } from './compose.ts';
export { createOutbox, createQueue, type MailLog, type Outbox, type OutboxMessage } from './outbox.ts';
export { type Delivery, DeliveryError, openTransport, type Transport } from './transports.ts';
