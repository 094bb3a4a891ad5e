/** More sites or groups than an installation has: their lists are read whole, since their order is not that of names. */
export const ALL_PLACES = 100_000;
