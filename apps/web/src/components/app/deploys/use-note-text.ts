'use client'

import { formatBytes } from '@berth/core/bytes.ts'
import type { DeployNote, DeployView } from '@berth/protocol'
import { useLocale, useTranslations } from 'next-intl'
import { sentence } from '../../../format/sentence.ts'
import { shortDigest } from '../../../format/short-digest.ts'
import { useEndText } from '../../../format/use-end-text.ts'

/** What a step of a deploy has to say, in the visitor's language: English is the server's own sentence. */
export function useNoteText(): (said: { message: string | null; note: DeployNote | null }) => string | null {
  const t = useTranslations('note')
  const nodeState = useTranslations('admin.nodeState')
  const instanceState = useTranslations('instanceState')
  const locale = useLocale()
  const endText = useEndText()
  return ({ message, note }) => {
    if (locale === 'en' || note === null) return message && shortDigest(message)
    switch (note.kind) {
      case 'resolved':
        return note.image
      case 'pulls': {
        const { layers, layersDone } = note
        return t('pulls', {
          bytes: formatBytes(note.bytes),
          total: formatBytes(note.total),
          layers,
          layersDone,
        })
      }
      case 'waits':
        return note.path === undefined ? t('waits', note) : t('waitsForPath', { ...note, path: note.path })
      case 'waits-for-command':
        return t('waitsForCommand', note)
      case 'unanswered':
        return note.path === undefined
          ? t('unanswered', note)
          : t('unansweredPath', { ...note, path: note.path })
      case 'ended':
        return note.end
          ? t('endedWith', { image: shortDigest(note.image), reason: endText(note.end) })
          : t('ended', { image: note.image })
      case 'late': {
        const { image, minutes, state } = note
        return t('late', { image, minutes, state: state ? instanceState(state) : 'none' })
      }
      case 'volume-away':
        return t('volumeAway', { volume: note.volume, node: note.node, state: stateText(note.state) })
      case 'releases':
        return t('releases', note)
      case 'release-failed': {
        const { command, end } = note
        return end ? t('releaseEnded', { command, reason: endText(end) }) : t('releaseFailed', { command })
      }
      case 'limit-in-use':
        return t('limitInUse')
      case 'no-node': {
        const states = note.nodes.map(({ name, state }) => `${name} (${stateText(state)})`)
        return states.length === 0 ? t('noNode') : t('noneReady', { nodes: states.join(', ') })
      }
      case 'no-room-to-grow':
        return t('noRoomToGrow', { node: note.node, cpu: note.cpu, memory: formatBytes(note.memory) })
      case 'no-room':
        return t('noRoom', { cpu: note.cpu, memory: formatBytes(note.memory) })
    }
  }

  function stateText(state: string): string {
    return state === 'ready' || state === 'draining' || state === 'offline' ? nodeState(state) : state
  }
}

/** Why a deploy did not succeed, in the visitor's language; null while it may, and when it did. */
export function useDeployReason(): (deploy: DeployView) => string | null {
  const t = useTranslations('deploys')
  const locale = useLocale()
  const noteText = useNoteText()
  return (deploy) => {
    const { reason, image, steps, state, canceledBy } = deploy
    if (reason === null || locale === 'en') return reason && shortDigest(sentence(reason, image))
    if (state === 'superseded') return t('superseded')
    if (canceledBy !== null)
      return reason.replace(`canceled by ${canceledBy}`, t('canceledBy', { who: canceledBy }))
    const failed = steps.find((step) => step.state === 'failed')
    return failed ? noteText(failed) : reason
  }
}
