'use client'

import { Dialog } from '@berth/ui/dialog.tsx'
import { Kbd } from '@berth/ui/kbd.tsx'
import { useTranslations } from 'next-intl'
import { useCommandKey } from '../../keyboard/use-command-key.ts'
import { useMe } from '../../session/me-context.ts'
import { ADMIN_PAGES, TENANT_PAGES, WORK_PAGES } from '../shell/pages.ts'

export function KeysDialog(props: { open: boolean; onOpenChange: (open: boolean) => void }) {
  const t = useTranslations('keys')
  const nav = useTranslations('nav')
  const common = useTranslations('common')
  const { user } = useMe()
  const command = useCommandKey()
  const pages = [...WORK_PAGES, ...TENANT_PAGES, ...(user.isAdmin ? ADMIN_PAGES : [])]
  const general = [
    { keys: [command, 'K'], words: t('palette') },
    { keys: ['/'], words: t('filter') },
    { keys: ['?'], words: t('list') },
    { keys: ['g', 'n'], words: nav('newApp') },
  ]
  const terminal = [{ keys: ['Ctrl', 'Shift', 'L'], words: t('leaveShell') }]
  return (
    <Dialog {...props} title={t('title')} closeLabel={common('close')} className="max-w-2xl">
      <div className="grid gap-x-8 gap-y-5 sm:grid-cols-2">
        <KeyList heading={t('general')} rows={general} />
        <KeyList
          heading={t('go')}
          rows={pages.map((page) => ({ keys: ['g', page.shortcut], words: nav(page.key) }))}
        />
        <KeyList heading={t('shell')} rows={terminal} />
      </div>
    </Dialog>
  )
}

function KeyList(props: { heading: string; rows: readonly { keys: readonly string[]; words: string }[] }) {
  return (
    <section>
      <h3 className="pb-1 text-xs font-medium text-faint">{props.heading}</h3>
      <dl className="grid grid-cols-1 gap-1">
        {props.rows.map((row) => (
          <div key={row.words} className="flex items-center justify-between gap-4 py-0.5 text-sm">
            <dt>{row.words}</dt>
            <dd className="flex gap-1">
              {row.keys.map((key) => (
                <Kbd key={key}>{key}</Kbd>
              ))}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  )
}
