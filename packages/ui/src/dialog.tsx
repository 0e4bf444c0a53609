'use client'

import { X } from 'lucide-react'
import { Dialog as Radix } from 'radix-ui'
import { type ComponentProps, type ReactNode, useState } from 'react'
import { cn } from './cn.ts'

export function Dialog(props: {
  open: boolean
  onOpenChange: (open: boolean) => void
  title: ReactNode
  description?: ReactNode
  closeLabel: string
  className?: string
  children: ReactNode
}) {
  return (
    <Radix.Root open={props.open} onOpenChange={props.onOpenChange}>
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-50 bg-overlay animate-fade-in" />
        <Content
          {...(props.description ? {} : { 'aria-describedby': undefined })}
          className={cn(
            'fixed top-1/2 left-1/2 z-50 max-h-[calc(100dvh-2rem)] w-[calc(100vw-2rem)] max-w-lg -translate-1/2 overflow-y-auto rounded-lg border bg-raised p-5 shadow-raised animate-fade-in',
            props.className,
          )}
        >
          <div className="mb-4 pr-8">
            <Radix.Title className="text-lg font-semibold">{props.title}</Radix.Title>
            {props.description ? (
              <Radix.Description className="mt-1 text-sm text-muted">{props.description}</Radix.Description>
            ) : null}
          </div>
          {props.children}
          <Radix.Close
            aria-label={props.closeLabel}
            className="absolute top-4 right-4 rounded-md p-1 text-muted hover:bg-hover hover:text-ink"
          >
            <X aria-hidden className="size-4" />
          </Radix.Close>
        </Content>
      </Radix.Portal>
    </Radix.Root>
  )
}

/** What is mounted when the dialog opens. Radix gives the focus back to triggers only, and our dialogs have none. */
function Content(props: ComponentProps<typeof Radix.Content>) {
  const [opener] = useState(() => openerOf(document.activeElement))
  const giveBack = (event: Event) => {
    if (!(opener instanceof HTMLElement) || !opener.isConnected) return
    event.preventDefault()
    opener.focus()
  }
  return <Radix.Content {...props} onCloseAutoFocus={giveBack} />
}

/** An item of a menu is gone by the time the dialog closes: what opened its menu is there still. */
function openerOf(active: Element | null): Element | null {
  const menu = active?.closest('[role=menu]')
  return menu ? document.getElementById(menu.getAttribute('aria-labelledby') ?? '') : active
}

export function DialogFooter({ children }: { children: ReactNode }) {
  return <div className="mt-5 flex flex-wrap justify-end gap-2">{children}</div>
}
