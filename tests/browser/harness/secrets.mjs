// What no page, log or store may show again.

/**
 * The payment card number that the tests send, as people write it. A shorter piece of it would also be found in what is
 * drawn by chance, as an activity's id is.
 */
export const CARD = /4111\D?1111/;
