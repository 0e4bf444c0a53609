/** The mark: two containers on a hull, and one above. */
export function Logo({ className }: { className?: string }) {
  return (
    <svg aria-hidden viewBox="0 0 32 32" className={className}>
      <rect width="32" height="32" rx="7" className="fill-accent" />
      <path d="M7 19h18l-3 6H10z" className="fill-accent-ink" />
      <path d="M10 12h5v5h-5zM17 12h5v5h-5z" className="fill-accent-ink" opacity="0.65" />
      <path d="M13.5 6h5v5h-5z" className="fill-accent-ink" />
    </svg>
  )
}
