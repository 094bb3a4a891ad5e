import { z } from 'zod';

/** The name of a site or a group: letters, digits, and inside also space, dot, dash and underscore. */
export const placeNameSchema = z
  .string()
  .regex(/^[\p{L}\p{N}](?:[\p{L}\p{N} ._-]{0,61}[\p{L}\p{N}])?$/u, 'a name of 1 to 63 letters, digits, spaces, . _ -');
