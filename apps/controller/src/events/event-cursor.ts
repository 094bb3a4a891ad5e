/** True for text that has the shape of a cursor of the event stream. */
export function isEventCursor(text: string): boolean {
  return /^\d{1,19}-\d{1,19}$/.test(text);
}

/** True if cursor `a` stands after cursor `b`. */
export function isAfter(a: string, b: string): boolean {
  const [aTransaction, aId] = parts(a);
  const [bTransaction, bId] = parts(b);
  return aTransaction > bTransaction || (aTransaction === bTransaction && aId > bId);
}

function parts(cursor: string): [bigint, bigint] {
  const [transaction = '0', id = '0'] = cursor.split('-');
  return [BigInt(transaction), BigInt(id)];
}
