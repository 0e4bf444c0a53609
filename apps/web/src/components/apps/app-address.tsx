import { ExternalLink } from 'lucide-react'
import { cn } from '@berth/ui/cn.ts'

/** An app's address, without the part that every address has. */
export function AppAddress({ url, className }: { url: string; className?: string }) {
  return (
    <a
      href={url}
      target="_blank"
      rel="noreferrer"
      className={cn(
        'inline-flex max-w-full items-center gap-1.5 rounded-sm text-accent-text underline-offset-4 hover:underline',
        className,
      )}
    >
      <span className="truncate">{url.replace(/^https?:\/\//, '')}</span>
      <ExternalLink aria-hidden className="size-3.5 shrink-0" />
    </a>
  )
}
