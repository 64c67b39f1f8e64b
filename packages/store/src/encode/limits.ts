/** What one record may hold. Everything beyond is cut, counted and marked; nothing is refused. */
export interface EncodeLimits {
  /** Bytes of one attribute value. */
  attributeValueBytes: number;
  /** Attributes of one span, event, link, log record, resource or scope; the rest raises DroppedAttributesCount. */
  attributesPerRecord: number;
  /** Bytes of a log record's body. */
  bodyBytes: number;
  /** Bytes of a name, state or message of a record. */
  textBytes: number;
  eventsPerSpan: number;
  linksPerSpan: number;
}
export const defaultLimits: EncodeLimits = {
  attributeValueBytes: 64 * 1024,
  attributesPerRecord: 1024,
  bodyBytes: 1024 * 1024,
  textBytes: 64 * 1024,
  eventsPerSpan: 1024,
  linksPerSpan: 1024,
};

/** What had to be changed on the way into the tables, since the builder was made. */
export interface EncodeCounters {
  /** Values, bodies, names and messages cut to their limit. */
  truncatedValues: number;
  /** Attributes beyond the limit per record. */
  droppedAttributes: number;
  /** Attributes whose key the record had already. */
  duplicateKeys: number;
  droppedEvents: number;
  droppedLinks: number;
  /** Times stored as the received time. */
  clampedTimes: number;
}
export const newCounters = (): EncodeCounters => ({
  truncatedValues: 0,
  droppedAttributes: 0,
  duplicateKeys: 0,
  droppedEvents: 0,
  droppedLinks: 0,
  clampedTimes: 0,
});

/** The names under which a record says what was changed. */
export const marks = {
  truncated: 'nightglass.truncated',
  originalTime: 'nightglass.original_time_unix_nano',
  originalEnd: 'nightglass.original_end_time_unix_nano',
} as const;
