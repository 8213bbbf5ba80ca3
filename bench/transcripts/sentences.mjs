/** What espeak-ng says: plain sentences of the kind that people say in their videos, with no number in figures. */
export const SENTENCES = [
  'Good morning everyone, and welcome to our garden.',
  'The children are building a castle in the sand.',
  'We drove along the coast until the sun went down.',
  'My grandmother baked this bread early in the morning.',
  'Please hold the ladder while I climb onto the roof.',
  'The train to the mountains leaves at half past seven.',
  'Can you hear the birds singing behind the house?',
  'This old bridge was built more than a hundred years ago.',
  'Our dog is afraid of thunder and hides under the table.',
  'They painted the kitchen yellow over the weekend.',
  'The river was so cold that nobody wanted to swim.',
  'Let us look at the photographs from last summer.',
  'She learned to play the piano when she was very young.',
  'A small boat crossed the lake in the evening light.',
  'He forgot his umbrella and came home completely wet.',
  'The market opens early and smells of fresh coffee.',
  'We planted three apple trees beside the fence.',
  'Everybody laughed when the cat jumped onto the cake.',
  'The snow was falling quietly over the whole village.',
  'Tomorrow we will visit the museum in the old town.',
  'The football match ended with a goal in the last minute.',
  'I have never seen so many stars in the night sky.',
  'Happy birthday, and thank you all for coming today.',
  'The road was closed because of the heavy rain.',
];

export const VOICES = ['en-us', 'en-gb', 'en-us+f3', 'en-gb+f2', 'en-us+m3'];

/**
 * What is said in the real recordings of the shared data. Where others than the speaker are heard as well, levels tell
 * nothing: `spoken` says from when to when he speaks, by the spectrogram, in seconds.
 */
export const RECORDINGS = [
  {
    file: 'jfk.flac',
    // The last word ends at 10.45 s, 22 dB below its loudest; from 10.7 s on the crowd is heard, up to 16 dB below.
    spoken: [0.3, 10.45],
    text: 'And so my fellow Americans ask not what your country can do for you ask what you can do for your country',
  },
  {
    file: '1272-141231-0002.wav',
    text: 'The cut on his chest still dripping blood the ache of his overstrained eyes even the soaring arena around him with thousands of spectators were trivialities not worth thinking about',
  },
];
