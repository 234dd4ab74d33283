declare const brand: unique symbol;

/** A type that the compiler keeps apart from its base: a contest id cannot stand in for a station id. */
export type Brand<T, Name extends string> = T & { readonly [brand]: Name };
