'use client'

import { Toaster as Sonner } from 'sonner'
import { Spinner } from './spinner.tsx'

/** Where short messages appear; `toast` of sonner sends them. */
export function Toaster({ label }: { label: string }) {
  return (
    <Sonner
      position="bottom-right"
      className="font-sans!"
      containerAriaLabel={label}
      icons={{ loading: <Spinner /> }}
      toastOptions={{
        unstyled: true,
        classNames: {
          toast:
            'flex w-88 max-w-[calc(100vw-2rem)] items-start gap-3 rounded-lg border bg-raised p-3 text-sm text-ink shadow-raised [&_svg]:size-4',
          title: 'font-medium',
          description: 'text-muted',
          actionButton: 'ml-auto shrink-0 rounded-md border px-2 py-1 text-xs font-medium hover:bg-hover',
          success: '[&_[data-icon]]:text-ok',
          error: '[&_[data-icon]]:text-bad',
          loader: 'static! transform-none!',
        },
      }}
    />
  )
}
