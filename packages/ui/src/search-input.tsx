import { Search } from 'lucide-react'
import type { ComponentProps } from 'react'
import { cn } from './cn.ts'
import { Input } from './input.tsx'
import { Kbd } from './kbd.tsx'

export function SearchInput({
  shortcut,
  className,
  ...rest
}: ComponentProps<'input'> & { 'aria-label': string; shortcut?: string }) {
  return (
    <div className={cn('relative', className)}>
      <Search
        aria-hidden
        className="pointer-events-none absolute top-1/2 left-2.5 size-4 -translate-y-1/2 text-faint"
      />
      <Input type="search" className="pr-9 pl-8 [&::-webkit-search-cancel-button]:hidden" {...rest} />
      {shortcut && !rest.value ? (
        <span
          aria-hidden
          className="pointer-events-none absolute top-1/2 right-2 hidden -translate-y-1/2 sm:block"
        >
          <Kbd>{shortcut}</Kbd>
        </span>
      ) : null}
    </div>
  )
}
