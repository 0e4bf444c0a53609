'use client'

import { Button } from '@berth/ui/button.tsx'
import { EmptyState } from '@berth/ui/empty-state.tsx'
import { Compass } from 'lucide-react'
import Link from 'next/link'
import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'

/** What was looked for is not there, and the way back to what is. */
export function NothingHere(props: { title: string; hint?: string; back: string; children: ReactNode }) {
  const t = useTranslations('notFound')
  return (
    <EmptyState icon={Compass} title={props.title}>
      <p className="max-w-md text-sm text-muted">{props.hint ?? t('hint')}</p>
      <Button asChild>
        <Link href={props.back}>{props.children}</Link>
      </Button>
    </EmptyState>
  )
}
