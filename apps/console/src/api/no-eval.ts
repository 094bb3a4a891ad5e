import { config } from 'zod';

/**
 * Stops zod from compiling validators with `new Function`, which the content security policy forbids.
 * zod decides when a schema is made, so this module is imported before any other.
 */
config({ jitless: true });

export {};
