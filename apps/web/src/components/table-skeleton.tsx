import { Skeleton } from '@berth/ui/skeleton.tsx'

/** Shaped like a table of so many rows. */
export function TableSkeleton({ rows = 4 }: { rows?: number }) {
  return (
    <div className="divide-y rounded-lg border bg-surface" aria-busy="true">
      <div className="h-9" />
      {Array.from({ length: rows }, (_, row) => (
        <div key={row} className="flex h-12 items-center gap-6 px-4">
          <Skeleton className="h-4 w-40" />
          <Skeleton className="h-4 w-20" />
          <Skeleton className="hidden h-4 flex-1 sm:block" />
        </div>
      ))}
    </div>
  )
}
