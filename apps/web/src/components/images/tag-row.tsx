'use client'

import { formatBytes } from '@berth/core/bytes.ts'
import type { RepositoryDetails, TagView } from '@berth/protocol'
import { Dropdown, DropdownItem } from '@berth/ui/dropdown.tsx'
import { IconButton } from '@berth/ui/icon-button.tsx'
import { Td, Tr } from '@berth/ui/table.tsx'
import { copyText } from '@berth/ui/copy-text.ts'
import { Copy, Ellipsis, Trash2 } from 'lucide-react'
import Link from 'next/link'
import { useFormatter, useTranslations } from 'next-intl'
import { notify } from '../../notify.ts'
import { useTenant } from '../../session/use-tenant.ts'
import { useMay } from '../../session/use-may.ts'
import { CopyId } from '../copy-text.tsx'
import { When } from '../when.tsx'
import { imagePath } from './image-path.ts'
import { pullCommands } from './pull-commands.ts'

export function TagRow(props: { tag: TagView; repository: RepositoryDetails; onDelete: () => void }) {
  const { tag, repository, onDelete } = props
  const t = useTranslations('images')
  const common = useTranslations('common')
  const format = useFormatter()
  const tenant = useTenant()
  const may = useMay()
  const copy = async (command: string) => {
    if (await copyText(command)) notify.success(common('copied'))
  }
  return (
    <Tr>
      <Td className="max-w-56">
        <Link
          href={imagePath(tenant, repository.name, tag.tag)}
          className="rounded-sm font-mono text-xs font-medium [overflow-wrap:anywhere] underline-offset-4 hover:underline"
        >
          {tag.tag}
        </Link>
      </Td>
      <Td label={t('digest')}>
        <CopyId text={tag.digest} shown={tag.digest.slice(0, 19)} className="text-muted" />
      </Td>
      <Td label={t('platform')} className="max-w-48 text-xs text-muted">
        {tag.platforms.join(', ') || '–'}
      </Td>
      <Td label={t('size')} className="text-right whitespace-nowrap tabular">
        {formatBytes(tag.bytes)}
      </Td>
      <Td label={t('pulls')} className="text-right tabular">
        {format.number(tag.pulls)}
      </Td>
      <Td label={t('pushed')} className="text-right">
        <When at={tag.pushedAt} />
        {tag.pushedBy ? <span className="block text-xs text-faint">{tag.pushedBy}</span> : null}
      </Td>
      <Td className="w-px text-right">
        <Dropdown
          trigger={
            <IconButton size="icon-sm" label={t('actionsOf', { tag: tag.tag })}>
              <Ellipsis aria-hidden />
            </IconButton>
          }
        >
          {Object.entries(pullCommands(tag.pull)).map(([client, command]) => (
            <DropdownItem key={client} onSelect={() => void copy(command)}>
              <Copy aria-hidden />
              {t('copyPullFor', { client })}
            </DropdownItem>
          ))}
          <DropdownItem onSelect={() => void copy(tag.pull)}>
            <Copy aria-hidden />
            {t('copyReference')}
          </DropdownItem>
          {repository.own && may('registry:delete') ? (
            <DropdownItem danger onSelect={onDelete}>
              <Trash2 aria-hidden />
              {t('deleteTag')}
            </DropdownItem>
          ) : null}
        </Dropdown>
      </Td>
    </Tr>
  )
}
