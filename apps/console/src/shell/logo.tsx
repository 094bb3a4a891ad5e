/** The mark of the product: three layers. */
export function Logo() {
  return (
    <svg className="logo" viewBox="0 0 16 16" aria-hidden="true">
      <path d="M2 5.2 8 2l6 3.2L8 8.4z" fill="currentColor" />
      <path
        d="m2 8.3 6 3.2 6-3.2M2 11.3l6 3.2 6-3.2"
        fill="none"
        stroke="currentColor"
        strokeLinecap="round"
        strokeLinejoin="round"
        strokeWidth="1.6"
      />
    </svg>
  );
}
