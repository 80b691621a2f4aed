/** What a run makes of a delivery; `late` ones are loaded too, `again` ones under their recorded date. */
export const deliveryStatuses = ['new', 'late', 'again', 'known', 'waiting'] as const;
export type DeliveryStatus = (typeof deliveryStatuses)[number];
