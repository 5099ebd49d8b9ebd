// What does a value of this world look like where it crosses over?

import { BOOLEAN, NULL, NUMBER, OBJECT, TEXT, UNDEFINED } from './memory.js';
import { isNear } from './near.js';

/** The list that stands for a value: what it is, then the value or its number. */
export function toWire(value, near) {
  switch (typeof value) {
    case 'undefined': return [UNDEFINED];
    case 'boolean': return [BOOLEAN, value];
    case 'number': return [NUMBER, value];
    case 'string': return [TEXT, value];
    default: return value === null ? [NULL] : [OBJECT, near.hold(value)];
  }
}

/** The value a list stands for, where it is here. */
export function toValue(wire, near) {
  switch (wire[0]) {
    case NULL: return null;
    case BOOLEAN: case NUMBER: case TEXT: return wire[1];
    case OBJECT: return isNear(wire[1]) ? near.get(wire[1]) : undefined;
    default: return undefined;
  }
}
