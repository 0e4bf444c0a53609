mkdir -p /root/letters
for town in Paris Oslo Paris Rome Paris Lima; do
  number=$((${number:-0} + 1))
  printf 'from: %s\nDear friend, the weather is fine.\n' "$town" > "/root/letters/$number.txt"
done
