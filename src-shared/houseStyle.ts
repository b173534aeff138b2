/**
 * Words and phrases that no user-visible text may contain, for the tests that check it: British spellings, words that
 * were replaced by another, so that each thing has one name, and phrases that no one uses at work.
 */
const british =
  /behaviour|cancell(ed|ing)|catalogue|centre|colour|dialled|favour|grey\b|labelled|licence|neighbour|(author|organ|recogn)is(e|ing)/i
const english = new RegExp(
  [
    'act with',
    'as ever',
    'as the system',
    'back to standard',
    'be had',
    'by itself',
    'dealt with',
    'displaced?',
    'first round',
    'go(es)? on',
    'look(ed)? at',
    'lost from sight',
    'own range',
    'so long',
    'stays? in force',
    'understood',
    'watch(ed|es|ing)?',
    'way (ends|is|to)',
    'what stands',
    'whom',
  ]
    .map((phrase) => `\\b${phrase}\\b`)
    .join('|'),
  'i',
)
const abbreviation = /\bids?\b/
const chinese = /帐号|挤下线|监看|看不到|历史记录|没有柱形|无从得知|作了担保/

/** Whether a text of the window, the tray, a notification, or a policy is written in plain words. */
export const isPlain = (text: string): boolean =>
  ![british, english, abbreviation, chinese].some((words) =>
    words.test(text.replace(/\{\w+\}/g, '')),
  )
