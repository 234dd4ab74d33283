/* What src takes for granted and the browsers of older phones lack. */

if (typeof String.prototype.isWellFormed !== 'function') {
  Object.defineProperty(String.prototype, 'isWellFormed', {
    value(this: string) {
      // With `u` a surrogate of a pair is no letter of its own.
      return !/\p{Surrogate}/u.test(this);
    },
  });
}
