'use client'

import { useTranslations } from 'next-intl'

/** The last lines of a terminal, as text that can be read aloud and copied. */
export function Screen({ name, lines }: { name: string; lines: readonly string[] | undefined }) {
  const t = useTranslations('wall')
  return (
    <figure className="min-w-0">
      <figcaption className="sr-only">{t('screenOf', { name })}</figcaption>
      <div className="h-36 rounded-md bg-sunken p-2">
        {/* as high as eight lines, so that none is cut in half */}
        <pre className="flex h-32 flex-col justify-end overflow-hidden font-mono text-xs leading-4 whitespace-pre">
          {lines === undefined ? <span className="m-auto font-sans text-muted">{t('noScreen')}</span> : null}
          {lines?.join('\n')}
        </pre>
      </div>
    </figure>
  )
}
