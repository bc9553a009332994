import { expireSession, openSession } from '../world/checkout.ts';
import { configurationOf, featuresOf, portalSessionOf, profileOf } from '../world/portal.ts';
import { customerOf, idOf, listOf, type World } from '../world/world.ts';
import { endpoint, found, mergedMetadata } from './endpoint.ts';
import { lineItem } from './expand.ts';
import {
  CONFIGURATION_CREATE,
  CONFIGURATION_LIST,
  CONFIGURATION_UPDATE,
  LINE_ITEM_LIST,
  PORTAL_CREATE,
  SESSION_CREATE,
  SESSION_LIST,
} from './page-parameters.ts';
import { page, within } from './paging.ts';
import { EXPAND } from './parameters.ts';
import { missing, refused, unknownObject } from './problem.ts';

export const PAGE_ENDPOINTS = [
  endpoint('POST', '/v1/checkout/sessions', SESSION_CREATE, (world, given) => openSession(world, given)),
  endpoint('GET', '/v1/checkout/sessions', SESSION_LIST, (world, given) => {
    const kept = Object.values(world.records.sessions).filter(
      (session) =>
        (given.status === undefined || session.status === given.status) &&
        (given.customer === undefined || (session.customer !== null && idOf(session.customer) === given.customer)) &&
        (given.subscription === undefined ||
          (session.subscription !== null && idOf(session.subscription) === given.subscription)) &&
        (given.customer_details === undefined || session.customer_details?.email === given.customer_details.email) &&
        given.payment_intent === undefined &&
        within(session.created, given.created),
    );
    return page(kept, given, '/v1/checkout/sessions');
  }),
  endpoint('GET', '/v1/checkout/sessions/:id', EXPAND, (world, _given, id) => {
    return found(world.records.sessions, id, 'checkout.session', 'session');
  }),
  endpoint('GET', '/v1/checkout/sessions/:id/line_items', LINE_ITEM_LIST, (world, _given, id) => {
    found(world.records.sessions, id, 'checkout.session', 'session');
    return listOf([lineItem(world, id)], `/v1/checkout/sessions/${id}/line_items`);
  }),
  endpoint('POST', '/v1/checkout/sessions/:id/expire', EXPAND, (world, _given, id) => {
    const session = found(world.records.sessions, id, 'checkout.session', 'session');
    if (session.status !== 'open') {
      throw refused(
        `Only Checkout Sessions with a status in ["open"] can be expired. This Checkout Session has a status of ${session.status}.`,
        null,
      );
    }
    expireSession(world, session);
    return session;
  }),
  endpoint('POST', '/v1/billing_portal/configurations', CONFIGURATION_CREATE, (world, given) => {
    if ((given as { features?: object }).features === undefined) throw missing('features');
    const configuration = configurationOf(world, given);
    world.records.configurations[configuration.id] = configuration;
    world.tell('billing_portal.configuration.created', configuration);
    return configuration;
  }),
  endpoint('GET', '/v1/billing_portal/configurations', CONFIGURATION_LIST, (world, given) => {
    const kept = Object.values(world.records.configurations).filter(
      ({ active, is_default }) =>
        (given.active === undefined || active === given.active) &&
        (given.is_default === undefined || is_default === given.is_default),
    );
    return page(kept, given, '/v1/billing_portal/configurations');
  }),
  endpoint('GET', '/v1/billing_portal/configurations/:id', EXPAND, (world, _given, id) => {
    return found(world.records.configurations, id, 'configuration', 'configuration');
  }),
  endpoint('POST', '/v1/billing_portal/configurations/:id', CONFIGURATION_UPDATE, (world, given, id) => {
    const configuration = found(world.records.configurations, id, 'configuration', 'configuration');
    if (given.active !== undefined) configuration.active = given.active;
    if (given.business_profile !== undefined) configuration.business_profile = profileOf(given.business_profile);
    if (given.features !== undefined) configuration.features = featuresOf(given.features);
    if (given.default_return_url !== undefined) configuration.default_return_url = given.default_return_url || null;
    if (given.name !== undefined) configuration.name = given.name || null;
    configuration.metadata = mergedMetadata(configuration.metadata ?? {}, given.metadata);
    configuration.updated = world.now();
    world.tell('billing_portal.configuration.updated', configuration);
    return configuration;
  }),
  endpoint('POST', '/v1/billing_portal/sessions', PORTAL_CREATE, (world, given) => {
    if (given.customer === undefined) throw missing('customer');
    if (customerOf(world, given.customer) === null) throw unknownObject('customer', given.customer, 'customer');
    const configuration = portalConfiguration(world, given.configuration);
    const back = given.return_url ?? world.records.configurations[configuration]?.default_return_url ?? null;
    const session = portalSessionOf(world, given.customer, configuration, back, given.locale ?? null);
    world.records.portals[session.id] = session;
    world.tell('billing_portal.session.created', session);
    return session;
  }),
];

/** Stripe has a default one only once somebody saved it in the dashboard: nobody has here. */
function portalConfiguration(world: World, given: string | undefined): string {
  if (given !== undefined) {
    const { active } = found(world.records.configurations, given, 'configuration', 'configuration');
    if (!active) throw refused('This configuration is not active.', 'configuration');
    return given;
  }
  throw refused(
    'No configuration provided and your test mode default configuration has not been created. Provide a configuration or create your default by saving your customer portal settings in test mode at https://dashboard.stripe.com/test/settings/billing/portal.',
    null,
  );
}
