'use client'

import type { Action, Page } from '@berth/lab'
import { Button } from '@berth/ui/button.tsx'
import { ChevronLeft, ChevronRight } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useRef, useState } from 'react'
import { Marked } from '../markdown/marked.tsx'
import { InstructionBlock } from './instruction-block.tsx'

/**
 * What a student reads, a page at a time. `onAction` does what is clicked; without it nothing can be, but copied.
 * `passed` has the names of the checks that passed.
 */
export function Instructions(props: {
  pages: readonly (Page & { readonly untranslated?: boolean })[]
  onAction?: ((action: Action) => void) | undefined
  passed?: ReadonlySet<string> | undefined
}) {
  const t = useTranslations('instructions')
  const [asked, setAsked] = useState(0)
  const heading = useRef<HTMLHeadingElement>(null)
  const turnTo = (next: number) => {
    setAsked(next)
    heading.current?.focus() // a new page is read from its top
  }
  const at = Math.min(asked, props.pages.length - 1)
  const page = props.pages[at]
  if (!page) return <p className="text-sm text-muted">{t('none')}</p>
  const count = props.pages.length
  return (
    <article className="grid min-w-0 grid-cols-1 gap-3 text-sm leading-6 [overflow-wrap:anywhere]">
      <h2 ref={heading} tabIndex={-1} className="text-lg font-semibold">
        <Marked text={page.title} />
      </h2>
      {page.untranslated ? <p className="text-xs text-muted">{t('untranslated')}</p> : null}
      {page.blocks.map((block, index) => (
        <InstructionBlock
          key={`${at}.${index}`}
          block={block}
          onAction={props.onAction}
          passed={props.passed}
        />
      ))}
      {count > 1 ? (
        <nav aria-label={t('pages')} className="flex items-center justify-between gap-2 border-t pt-3">
          <Button size="sm" disabled={at === 0} onClick={() => turnTo(at - 1)}>
            <ChevronLeft aria-hidden />
            {t('previous')}
          </Button>
          <span className="text-xs text-muted tabular">{t('pageOf', { page: at + 1, count })}</span>
          <Button size="sm" disabled={at === count - 1} onClick={() => turnTo(at + 1)}>
            {t('next')}
            <ChevronRight aria-hidden />
          </Button>
        </nav>
      ) : null}
    </article>
  )
}
