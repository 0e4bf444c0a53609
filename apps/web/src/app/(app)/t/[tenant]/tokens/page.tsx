import { Tokens } from '../../../../../components/tokens/tokens.tsx'

export default function TokensPage() {
  return <Tokens />
}
