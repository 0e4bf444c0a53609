'use client'

import { Dialog } from '@berth/ui/dialog.tsx'
import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { Matrix } from './matrix.tsx'

/** What is to be sent, and once it is, what becomes of each. */
export function SendDialog(props: {
  title: string
  description: string
  /** the id of what was sent */
  sent: string | undefined
  onClose: () => void
  children: ReactNode
}) {
  const common = useTranslations('common')
  return (
    <Dialog
      open
      onOpenChange={props.onClose}
      title={props.title}
      description={props.description}
      closeLabel={common('close')}
      className="max-w-2xl"
    >
      {props.sent === undefined ? props.children : <Matrix id={props.sent} />}
    </Dialog>
  )
}
