/**
 * What people look for in what is said, questions and topics as wide apart as may be, by language (ISO 639-1): what a query
 * scores is held against what these score. The wording is part of what a library is calibrated with: changed, it is computed
 * anew.
 */
export const SPEECH_PROMPTS: Readonly<Record<string, string>> = {
  en: `
    how to cook rice | a recipe for soup | what to eat when you are ill | baking a cake | how wine is made | a meal in a restaurant | being a vegetarian
    the price of food | making coffee | a barbecue in the garden | feeding a baby | diets and losing weight | how sugar is produced
    a visit to the dentist | what a fever means | an operation in hospital | giving birth | how the heart works | treating a burn | mental health
    a broken leg | getting old | fear of spiders | the flu vaccine | smoking and drinking | how to sleep better | pain in the back | going blind
    learning to drive | buying a used car | an accident on the motorway | changing the oil | electric cars | parking tickets | a traffic jam
    flying to another country | missing a train | a journey by ship | a night in a hotel | lost luggage | crossing the border | travelling alone
    the history of the Roman empire | the First World War | the French revolution | a king and his castle | the discovery of America | slavery
    life in the Middle Ages | the atomic bomb | the fall of an empire | an ancient temple | who invented the telephone | the industrial revolution
    the next election | the president's speech | a new law | taxes | a demonstration in the street | corruption | war and peace | human rights
    refugees | the police arrest somebody | a trial in court | a robbery | a murder case | prison | a contract | paying the rent | a strike of workers
    how the stock market works | starting a company | a job interview | a quarrel with the boss | working from home | a meeting about the budget
    selling a house | advertising | the quarterly figures | customers who complain | a loan from the bank | inflation | retirement
    how computers work | a problem with the printer | artificial intelligence | writing a program | a forgotten password | mobile phones | robots
    how to install the software | social media | a data leak | video games | the internet in the village | building a website | a broken screen
    the theory of relativity | black holes | the origin of the universe | a mission to Mars | how atoms are built | a chemical reaction | dinosaurs
    evolution | climate change | how electricity is made | wind and solar energy | nuclear power | a mathematical proof | measuring temperature
    the behaviour of wolves | how birds find their way | fish in the deep sea | insects and flowers | a dog that bites | training a horse
    keeping chickens | elephants | a cat that ran away | protecting the rainforest | snakes | how trees grow | farming without chemicals
    the weather tomorrow | a storm on the coast | an earthquake | a flood | a very cold winter | a drought | the eruption of a volcano
    planting flowers | mowing the lawn | building a shed | painting a room | a leaking tap | fixing the heating | sewing a dress | sharpening a knife
    assembling furniture | cleaning the house | doing the laundry | repairing a bicycle | how to tie a knot | washing the dishes
    football results | a goal in the last minute | the Olympic games | learning to swim | climbing a mountain | training for a race | a tennis match
    a boxing champion | yoga exercises | the rules of chess | skiing in the Alps | a referee's decision | dancing lessons
    playing the guitar | a song about love | an orchestra | the life of a composer | painting with oil | a famous sculpture | a film review
    an actor's first role | writing a novel | a poem | photography | the theatre | fashion | architecture | a museum of modern art | a magic trick
    my childhood | grandmother's stories | a wedding speech | how we met | a divorce | bringing up children | twins | a birthday party
    the death of a friend | a funeral | moving to another city | a secret | falling in love | an apology | a joke | saying goodbye | feeling lonely
    a dream last night | a family quarrel | a present for mother | the first day of school | an exam | learning a language | a strict teacher
    going to university | a school trip | homework | reading books | how to teach mathematics | bullying at school
    faith and religion | a prayer | the meaning of life | a philosopher | ghosts | superstition | Christmas | a monastery | the Bible | meditation
    what is happiness | telling the truth | a moral question | how to make decisions | how memory works | being afraid | a good habit
    welcome to our channel | please subscribe | thank you for watching | let us begin | next slide please | any questions? | can you hear me?
    what time is it? | where are you going? | who did it? | I don't know | that's wonderful | stop it | look at that | what do you think about it?
    why the bridge collapsed | how much it costs | when it was founded | where he was born | the reason for the delay | the names of the guests
    the colour of the door | counting to ten | a telephone number | an address | the end of the story | something unexpected | an announcement
    zxqv brlt | hjkl dfgs | lorem ipsum dolor`,
  ko: `
    밥 짓는 법 | 날씨 이야기 | 병원에 간 날 | 가족 이야기 | 학교 시험 | 축구 경기 결과 | 대통령 연설 | 새로운 법 | 주식 시장 | 면접 준비
    컴퓨터 고장 | 인공지능 | 전쟁의 역사 | 지진 | 여행 계획 | 기차를 놓쳤다 | 강아지 훈련 | 꽃 심기 | 노래 연습 | 영화 감상
    결혼식 축사 | 아이 키우기 | 친구와 싸움 | 종교와 믿음 | 행복이란 무엇인가 | 구독과 좋아요 | 들리세요? | 얼마예요? | 자동차 사고 | 집 청소`,
  de: 'ein Rezept für Suppe | die nächste Wahl | ein Unfall auf der Autobahn | meine Kindheit | wie Strom entsteht | das Wetter',
  fr: 'une recette de gâteau | les élections | un voyage en train | mon enfance | la guerre | comment soigner un rhume',
  es: 'cómo cocinar arroz | el partido de fútbol | una boda | la economía | un terremoto | aprender un idioma',
  pt: 'uma receita | a história do país | um acidente de carro | o jogo de ontem | a família | a saúde',
  ru: 'рецепт супа | история войны | погода завтра | моё детство | экономика | как работает компьютер',
  ja: '料理の作り方 | 天気予報 | 学校の思い出 | 戦争の歴史 | 仕事の面接 | 健康',
  zh: '怎么做饭 | 明天的天气 | 我的童年 | 战争的历史 | 学习语言 | 股票市场',
  ar: 'وصفة طعام | الطقس غدا | تاريخ الحرب | طفولتي | الاقتصاد | مباراة كرة القدم',
  hi: 'खाना बनाने की विधि | कल का मौसम | मेरा बचपन | युद्ध का इतिहास | पढ़ाई | क्रिकेट मैच',
};
