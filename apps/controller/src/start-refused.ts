/** The start cannot go on; the message is one sentence for whoever starts the program. */
export class StartRefused extends Error {
  override readonly name = 'StartRefused';
}
